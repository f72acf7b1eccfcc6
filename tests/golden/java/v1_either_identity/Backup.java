import com.amazonaws.auth.AWSCredentials;
import com.amazonaws.auth.AWSCredentialsProvider;
import com.amazonaws.auth.AWSCredentialsProviderChain;
import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.auth.DefaultAWSCredentialsProviderChain;
import com.amazonaws.auth.EnvironmentVariableCredentialsProvider;
import com.amazonaws.auth.STSAssumeRoleSessionCredentialsProvider;
import com.amazonaws.services.s3.AmazonS3Client;
import com.amazonaws.services.s3.transfer.TransferManager;
import com.amazonaws.services.sqs.AmazonSQSClient;
import java.io.File;

class Backup {
    private static final String ROLE = "arn:aws:iam::111122223333:role/backup";
    private final AWSCredentialsProvider provider;

    Backup(Settings settings) {
        AWSCredentialsProvider chosen;
        if (settings.key().isEmpty()) {
            chosen = new DefaultAWSCredentialsProviderChain();
        } else {
            chosen = new AWSCredentialsProvider() {
                @Override
                public AWSCredentials getCredentials() {
                    return new BasicAWSCredentials(settings.key(), settings.secret());
                }

                @Override
                public void refresh() {}
            };
        }
        if (settings.crossAccount()) {
            chosen = new STSAssumeRoleSessionCredentialsProvider(chosen, ROLE, "backup");
        }
        provider = chosen;
    }

    void store(File file) {
        new AmazonS3Client(provider).putObject("backups", "direct", file);
        new TransferManager(new AmazonS3Client(provider)).upload("backups", "transferred", file);
    }

    void tell(String key, String secret) {
        AWSCredentialsProvider keys = new AWSStaticCredentialsProvider(new BasicAWSCredentials(key, secret));
        AWSCredentialsProvider chain = new AWSCredentialsProviderChain(new EnvironmentVariableCredentialsProvider(), keys);
        new AmazonSQSClient(chain).sendMessage("https://sqs.eu-west-1.amazonaws.com/111122223333/done", "stored");
    }
}
