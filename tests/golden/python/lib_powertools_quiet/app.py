from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.parser import BaseModel, parse

logger = Logger()
metrics = Metrics(namespace="quiet")
tracer = Tracer(disabled=True)
app = APIGatewayRestResolver()
processor = BatchProcessor(event_type=EventType.SQS)


class Order(BaseModel):
    id: str


@app.get("/orders/<id>")
@tracer.capture_method
def get_order(id: str):
    return parse(event=app.current_event, model=Order)


def record_handler(record):
    logger.info(record.body)


def handler(event, context):
    metrics.add_metric(name="seen", unit=MetricUnit.Count, value=1)
    if "Records" in event:
        return process_partial_response(event=event, record_handler=record_handler, processor=processor, context=context)
    return app.resolve(event, context)
