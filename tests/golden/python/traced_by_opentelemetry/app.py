from opentelemetry import trace
from opentelemetry.propagate import set_global_textmap
from opentelemetry.propagators.aws import AwsXRayPropagator
from opentelemetry.sdk.extension.aws.trace import AwsXRayIdGenerator
from opentelemetry.sdk.trace import TracerProvider

set_global_textmap(AwsXRayPropagator())
trace.set_tracer_provider(TracerProvider(id_generator=AwsXRayIdGenerator()))


def main():
    with trace.get_tracer("app").start_as_current_span("part"):
        return 1
