package orders;

import java.util.List;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.lambda.Function;
import software.constructs.Construct;

public class OrdersStack extends Stack {
    public OrdersStack(final Construct scope, final String id) {
        super(scope, id);
        Table table = Table.Builder.create(this, "Orders").build();
        Function writer = Function.Builder.create(this, "Writer").handler("orders.Writer::handle").build();
        table.grantReadWriteData(writer);
        // table.grantFullAccess(writer);
        writer.addToRolePolicy(PolicyStatement.Builder.create()
            .actions(List.of("sqs:SendMessage"))
            .resources(List.of("*")) /* table.grant(writer, "x") */
            .build());
        writer.getRole().addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName("AmazonS3FullAccess"));
        System.out.println("say table.grantReadData(writer) // to nobody");
    }
}
