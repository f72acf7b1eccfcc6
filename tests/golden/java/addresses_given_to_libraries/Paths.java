import org.apache.spark.sql.SparkSession;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.*;
public class Paths {
    public static void main(String[] args) {
        LoggerFactory.getLogger(Paths.class).info("s3://nothing/" + args[0]);
        SparkSession s = SparkSession.builder().appName("x").getOrCreate();
        s.read().format("parquet").load("s3a://in/" + args[0]).write().mode("append").parquet("s3a://out/y");
        new JavaSparkContext().textFile("s3n://t/x");
        s.read().csv("hdfs://x/y");
    }
}
