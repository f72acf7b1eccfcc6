import json

from pydantic_settings import PydanticBaseSettingsSource


class Remote(PydanticBaseSettingsSource):
    def get_field_value(self, field, field_name):
        return None, field_name, False

    def __call__(self):
        with open("/opt/settings.json") as file:
            return json.load(file)
