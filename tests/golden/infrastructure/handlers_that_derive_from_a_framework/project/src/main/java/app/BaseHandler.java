package app;

import org.springframework.cloud.function.adapter.aws.SpringBootRequestHandler;

public abstract class BaseHandler extends SpringBootRequestHandler<String, String> {
}
