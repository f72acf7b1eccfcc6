import os

from dynaconf import Dynaconf

from_ssm = Dynaconf(
    LOADERS_FOR_DYNACONF=["dynaconf_aws_loader.loader", "dynaconf.loaders.env_loader"],
    SSM_PARAMETER_PROJECT_PREFIX_FOR_DYNACONF="shop",
)
from_somewhere = Dynaconf(loaders=os.environ["LOADERS"].split(","))
from_files = Dynaconf(settings_files=["settings.toml"])
