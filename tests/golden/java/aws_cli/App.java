package app;

import java.util.ArrayList;
import java.util.List;

public class App {
    public static void main(String[] args) throws Exception {
        new ProcessBuilder("aws", "s3", "rm", "s3://bucket/tmp/", "--recursive").start();
        List<String> command = new ArrayList<>();
        command.add("aws");
        command.add("sns");
        command.add("publish");
        command.add("--topic-arn");
        command.add("arn:aws:sns:us-east-1:123456789012:" + System.getenv("TOPIC"));
        command.add("--message");
        command.add(args[0]);
        new ProcessBuilder(command).start();
        Runtime.getRuntime().exec("aws kms decrypt --ciphertext-blob fileb://x --key-id alias/app");
        Runtime.getRuntime().exec(new String[] {"aws", "s3", "mv", "s3://in/a", "s3://done/"});
        query(List.of("ecs", "list-clusters"));
        query(List.of("ssm", "get-parameter", "--name", "/app/" + args[0]));
    }

    private static void query(List<String> words) throws Exception {
        List<String> base = List.of("aws", "--region", "eu-west-1");
        List<String> command = new ArrayList<>(base);
        command.addAll(words);
        command.add("--output");
        command.add("json");
        new ProcessBuilder(command).start();
    }
}
