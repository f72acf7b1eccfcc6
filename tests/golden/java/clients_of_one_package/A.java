import com.amazonaws.services.kinesisvideo.*;
import com.amazonaws.services.kinesisvideo.model.*;
import com.amazonaws.services.dynamodbv2.*;
import com.amazonaws.services.dynamodbv2.model.*;
import com.amazonaws.services.lambda.*;
import com.amazonaws.services.lambda.model.*;
public class A {
    public static void main(String[] args) {
        AmazonKinesisVideo v = AmazonKinesisVideoClientBuilder.defaultClient();
        v.getDataEndpoint(new GetDataEndpointRequest().withStreamName("s").withAPIName("GET_MEDIA"));
        AmazonKinesisVideoMedia m = AmazonKinesisVideoMediaClientBuilder.standard().build();
        m.getMedia(new GetMediaRequest().withStreamName("s"));
        AmazonKinesisVideoArchivedMedia a = AmazonKinesisVideoArchivedMediaClient.builder().build();
        a.listFragments(new ListFragmentsRequest().withStreamName("s"));
        AmazonDynamoDBStreams d = AmazonDynamoDBStreamsClientBuilder.defaultClient();
        d.listStreams(new ListStreamsRequest());
        AmazonDynamoDBAsync as = AmazonDynamoDBAsyncClientBuilder.defaultClient();
        as.listTables();
        AWSLambdaAsync l = AWSLambdaAsyncClientBuilder.defaultClient();
        l.invokeAsync(new InvokeRequest().withFunctionName("f"));
    }
}
