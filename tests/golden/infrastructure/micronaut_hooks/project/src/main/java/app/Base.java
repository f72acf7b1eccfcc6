package app;

import io.micronaut.function.aws.MicronautRequestHandler;

public abstract class Base extends MicronautRequestHandler<String, String> {
}
