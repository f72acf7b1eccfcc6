import sagemaker
from predictor import Forecast


def handler(event, context):
    session = sagemaker.Session()
    return Forecast(endpoint_name=event["endpoint"], sagemaker_session=session).predict(event["series"])
