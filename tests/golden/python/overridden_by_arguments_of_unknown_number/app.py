"""What an argument of unknown number may override or put in is not certain, whatever reads it by its place."""

import collections
import operator
import os
from types import SimpleNamespace

import boto3
