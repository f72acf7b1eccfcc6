package desk;

import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

@Interceptor
public class Checked {
    private final DynamoDbClient db = DynamoDbClient.create();

    @AroundInvoke
    Object check(InvocationContext context) throws Exception {
        db.getItem(b -> b.tableName(System.getenv("RECORDS")));
        return context.proceed();
    }
}
