import com.amazonaws.secretsmanager.sql.AWSSecretsManagerPostgreSQLDriver;
import io.minio.MinioClient;

public class Stores {
    public static void main(String[] args) throws Exception {
        new AWSSecretsManagerPostgreSQLDriver().connect("jdbc-secretsmanager:postgresql://h/db", null);
        MinioClient.builder().endpoint("https://s3.amazonaws.com").build().listBuckets();
    }
}
