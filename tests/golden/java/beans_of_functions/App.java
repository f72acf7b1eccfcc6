package shop;

import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import software.amazon.awssdk.services.s3.S3Client;

@SpringBootApplication
public class App {
    @Bean
    S3Client s3() {
        return S3Client.create();
    }

    @Bean
    CommandLineRunner start(S3Client s3) {
        return args -> s3.deleteBucket(b -> b.bucket("started"));
    }

    @Bean
    Function<String, Object> ask(S3Client s3) {
        return name -> s3.getBucketTagging(b -> b.bucket("asked"));
    }

    @Bean
    Consumer<String> tell(S3Client s3) {
        return new Teller(s3);
    }

    @Bean
    Unused unused(S3Client s3) {
        return new Unused(s3);
    }

    public static void main(String[] args) {
        SpringApplication.run(App.class, args);
    }
}

class Teller implements Consumer<String> {
    private final S3Client s3;

    Teller(S3Client s3) {
        this.s3 = s3;
    }

    public void accept(String name) {
        s3.deleteBucketTagging(b -> b.bucket("told"));
    }
}

class Unused {
    private final S3Client s3;

    Unused(S3Client s3) {
        this.s3 = s3;
    }

    void other() {
        s3.deleteBucketPolicy(b -> b.bucket("unused"));
    }
}
