import io.opentelemetry.contrib.awsxray.AwsXrayIdGenerator;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;

public class Main {
    public static void main(String[] args) {
        OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder().setIdGenerator(AwsXrayIdGenerator.getInstance()).build())
            .buildAndRegisterGlobal();
    }
}
