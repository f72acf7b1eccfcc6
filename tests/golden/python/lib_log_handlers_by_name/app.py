import logging.config

logging.config.dictConfig({
    "version": 1,
    "handlers": {
        "console": {"class": "logging.StreamHandler"},
        "cloud": {"class": "watchtower.CloudWatchLogHandler", "log_group_name": "shop"},
    },
})
