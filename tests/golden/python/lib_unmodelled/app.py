import sagemaker
from sagemaker.pytorch import PyTorch


def train(role):
    session = sagemaker.Session()
    job = PyTorch(entry_point="train.py", role=role, sagemaker_session=session)
    job.fit({"training": "s3://data/train"})
