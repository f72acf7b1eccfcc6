import org.apache.camel.builder.RouteBuilder;
public class Routes extends RouteBuilder {
    @Override public void configure() { from("aws2-sqs://q1?x=y").to("aws2-s3://b1"); }
}
