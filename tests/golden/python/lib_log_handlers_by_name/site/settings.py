LOGGING = {
    "version": 1,
    "handlers": {
        "console": {"class": "logging.StreamHandler"},
        "cloud": {"class": "watchtower.django.DjangoCloudWatchLogHandler", "log_group_name": "site"},
    },
}
