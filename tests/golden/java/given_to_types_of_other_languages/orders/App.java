package orders;

import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.*;

public class App {
    public static void main(String[] args) {
        S3Client client = S3Client.create();
        client.getObject(GetObjectRequest.builder().bucket("orders").key("latest").build());
        // Written in Kotlin, or generated: no import names it, and it is in no file.
        new Archive(client).clean();
        com.example.storage.Sweeper.sweep(client);
    }
}
