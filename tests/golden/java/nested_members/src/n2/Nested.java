package n2;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.apigatewayv2.ApiGatewayV2Client;
import software.amazon.awssdk.services.bedrockagentruntime.BedrockAgentRuntimeClient;
import software.amazon.awssdk.services.bedrockagentruntime.model.GuardrailConfiguration;
import software.amazon.awssdk.services.bedrockagentruntime.model.RetrieveAndGenerateRequest;
import software.amazon.awssdk.services.bedrockagentruntime.model.VectorSearchRerankingConfiguration;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequestEntry;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/** Members of members: the API's spelling differs, and a list may be given as one item. */
class Nested {
    void run(EcsClient ecs, EventBridgeClient events, S3Client s3) {
        ecs.runTask(RunTaskRequest.builder().taskDefinition("job").overrides(TaskOverride.builder()
            .taskRoleArn("arn:aws:iam::111122223333:role/task").build()).build());
        events.putEvents(PutEventsRequest.builder().entries(PutEventsRequestEntry.builder().eventBusName("orders").source("s").build()).build());
        events.putEvents(b -> b.entries(e -> e.eventBusName("bills").source("s"), e -> e.eventBusName("mails")));
        s3.deleteObjects(DeleteObjectsRequest.builder().bucket("one").delete(Delete.builder()
            .objects(ObjectIdentifier.builder().key("x").versionId("1").build()).build()).build());
        List<ObjectIdentifier> ids = new ArrayList<>();
        for (String key : List.of("k1", "k2")) ids.add(ObjectIdentifier.builder().key(key).build());
        s3.deleteObjects(r -> r.bucket("many").delete(d -> d.objects(ids)));
    }

    /** Deep within, and no name of anything: rules alone ask for these. */
    void answer(BedrockAgentRuntimeClient agents, ApiGatewayV2Client gateways) {
        agents.retrieveAndGenerate(RetrieveAndGenerateRequest.builder()
            .retrieveAndGenerateConfiguration(c -> c.type("KNOWLEDGE_BASE").knowledgeBaseConfiguration(k -> k
                .knowledgeBaseId("kb1").modelArn("arn:aws:bedrock:us-east-1::foundation-model/m")
                .generationConfiguration(g -> g.guardrailConfiguration(
                    GuardrailConfiguration.builder().guardrailId("g1").guardrailVersion("1").build()))))
            .build());
        agents.retrieve(r -> r.knowledgeBaseId("kb2").retrievalConfiguration(c -> c.vectorSearchConfiguration(
            v -> v.rerankingConfiguration(VectorSearchRerankingConfiguration.builder().type("BEDROCK_RERANKING_MODEL").build()))));
        gateways.createDomainName(d -> d.domainName("x.example").mutualTlsAuthentication(m -> m.truststoreUri("s3://trust/store.pem")));
    }
}
