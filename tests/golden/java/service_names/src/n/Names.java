package n;

import com.amazonaws.services.cloudcontrolapi.*;
import com.amazonaws.services.elasticmapreduce.AmazonElasticMapReduce;
import com.amazonaws.services.elasticmapreduce.AmazonElasticMapReduceClientBuilder;
import com.amazonaws.services.elasticmapreduce.model.DescribeClusterRequest;
import com.amazonaws.services.identitymanagement.AmazonIdentityManagementClientBuilder;
import com.amazonaws.services.identitymanagement.model.GetRoleRequest;
import com.amazonaws.services.qldbsession.AmazonQLDBSession;
import com.amazonaws.services.qldbsession.AmazonQLDBSessionClientBuilder;
import com.amazonaws.services.rds.AmazonRDSClientBuilder;
import com.amazonaws.services.rds.model.*;
import com.amazonaws.services.simpleemailv2.*;
import com.amazonaws.services.simpleemailv2.model.SendEmailRequest;
import com.amazonaws.services.simplesystemsmanagement.AWSSimpleSystemsManagementClientBuilder;
import com.amazonaws.services.simplesystemsmanagement.model.GetParameterRequest;
import software.amazon.awssdk.services.cloudwatchevents.CloudWatchEventsClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.costexplorer.CostExplorerClient;
import software.amazon.awssdk.services.elasticloadbalancing.ElasticLoadBalancingClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.iotdataplane.IotDataPlaneClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.resourcegroupstaggingapi.ResourceGroupsTaggingApiClient;
import software.amazon.awssdk.services.sesv2.SesV2Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.transcribestreaming.TranscribeStreamingAsyncClient;
import software.amazon.awssdk.services.lexruntimev2.LexRuntimeV2AsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;

class Names {
    void v2(RdsClient rds, CloudWatchLogsClient logs, SfnClient sfn, EventBridgeClient eb, SesV2Client ses, CostExplorerClient ce) {
        rds.createDBInstance(c -> c.dbInstanceIdentifier("d"));
        rds.describeDBClusters(c -> c.dbClusterIdentifier("c"));
        logs.putLogEvents(p -> p.logGroupName("g").logStreamName("s"));
        sfn.startSyncExecution(s -> s.stateMachineArn("arn:aws:states:eu-west-1:111122223333:stateMachine:E"));
        eb.putRule(r -> r.name("r").eventBusName("b"));
        ce.getCostAndUsage(g -> g.granularity("DAILY"));
        CognitoIdentityProviderClient.create().adminCreateUser(a -> a.userPoolId("eu-west-1_x").username("u"));
        ElasticLoadBalancingClient.create().describeLoadBalancers();
        ElasticLoadBalancingV2Client.create().describeTargetHealth(t -> t.targetGroupArn("x"));
        CloudWatchEventsClient.create().disableRule(r -> r.name("old"));
        IotDataPlaneClient.create().getThingShadow(g -> g.thingName("t"));
        ResourceGroupsTaggingApiClient.create().getTagKeys();
        BedrockRuntimeClient.create().converse(c -> c.modelId("amazon.nova-lite-v1:0"));
        TranscribeStreamingAsyncClient.create().startStreamTranscription(s -> s.mediaSampleRateHertz(16000), null, null);
        LexRuntimeV2AsyncClient.create().startConversation(s -> s.botId("b"), null, null);
    }

    void v1() {
        AmazonElasticMapReduce emr = AmazonElasticMapReduceClientBuilder.defaultClient();
        emr.describeCluster(new DescribeClusterRequest().withClusterId("j-1"));
        AmazonIdentityManagementClientBuilder.defaultClient().getRole(new GetRoleRequest().withRoleName("r"));
        AmazonRDSClientBuilder.defaultClient().deleteDBInstance(new DeleteDBInstanceRequest("db1"));
        AmazonSimpleEmailServiceV2ClientBuilder.defaultClient().sendEmail(new SendEmailRequest().withFromEmailAddress("a@example.org"));
        AWSSimpleSystemsManagementClientBuilder.defaultClient().getParameter(new GetParameterRequest().withName("/p"));
        AmazonQLDBSession qldb = AmazonQLDBSessionClientBuilder.standard().build();
        qldb.sendCommand(null);
    }
}
