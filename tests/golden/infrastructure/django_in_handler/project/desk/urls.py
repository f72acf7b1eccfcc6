from django.urls import path

from desk.views import add

urlpatterns = [path("records", add)]
