import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.rds.RdsUtilities;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.GenerateAuthenticationTokenRequest;
import software.amazon.awssdk.services.dsql.DsqlUtilities;

public class App {
    static String token() {
        RdsUtilities u = RdsUtilities.builder().credentialsProvider(DefaultCredentialsProvider.create()).region(Region.EU_WEST_1).build();
        return u.generateAuthenticationToken(GenerateAuthenticationTokenRequest.builder().hostname("h").port(3306).username("app").build());
    }
    static String token2(RdsClient c) {
        return c.utilities().generateAuthenticationToken(b -> b.hostname("h").port(5432).username("other"));
    }
    static String token3() {
        return DsqlUtilities.builder().region(Region.US_EAST_1).build().generateDbConnectAdminAuthToken(b -> b.hostname("x.dsql.us-east-1.on.aws").region(Region.US_EAST_1));
    }
    static String token4() {
        com.amazonaws.services.rds.auth.RdsIamAuthTokenGenerator g = com.amazonaws.services.rds.auth.RdsIamAuthTokenGenerator.builder().region("eu-west-1").build();
        return g.getAuthToken(com.amazonaws.services.rds.auth.GetIamAuthTokenRequest.builder().hostname("h").port(1).userName("old").build());
    }
}
