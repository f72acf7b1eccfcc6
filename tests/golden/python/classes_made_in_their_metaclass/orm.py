import boto3


class Field:
    pass


class ModelMeta(type):
    def __new__(meta, name, bases, namespace):
        fields = {key: value for key, value in namespace.items() if isinstance(value, Field)}
        rest = {key: value for key, value in namespace.items() if key not in fields}
        cls = super().__new__(meta, name, bases, rest)
        settings = namespace.get("Meta")
        if settings is not None:
            cls._table = boto3.resource("dynamodb").Table(settings.table)
        cls.objects = Manager(cls)
        return cls


class Manager:
    def __init__(self, model):
        self.model = model

    def get(self, **key):
        return self.model(**self.model._table.get_item(Key=key)["Item"])


class Model(metaclass=ModelMeta):
    def __init__(self, **values):
        self.__dict__.update(values)

    def save(self):
        self._table.put_item(Item=dict(self.__dict__))
