"""Stores with S3's interface: one table for the clients of a program and for what a text tells."""

from __future__ import annotations

import re

import pytest

from policywright.knowledge.denials import read_denials
from policywright.knowledge.stores_of_others import hosts, is_other_store, names


@pytest.mark.parametrize(
    ("host", "other"),
    [
        ("s3.eu-central-003.backblazeb2.com", True),
        ("abc.r2.cloudflarestorage.com", True),
        ("x1y2.la.idrivee2-12.com", True),
        ("fly.storage.tigris.dev", True),
        ("obs.eu-west-101.myhuaweicloud.com", True),
        ("s3.eu-west-1.amazonaws.com", False),
        ("s3.cn-north-1.amazonaws.com.cn", False),
        ("files.mine.example", False),
        ("notwasabisys.com", False),
        ("wasabisys.com.mine.example", False),
    ],
)
def test_a_host_is_of_another_store(host: str, other: bool) -> None:
    assert is_other_store(host) is other


@pytest.mark.parametrize(
    "domain", sorted(re.sub(r"\[\\w-\]\*", "7", host).replace("\\", "") for host in hosts().split("|"))
)
def test_what_such_a_host_refuses_is_no_denial_of_aws(domain: str) -> None:
    assert is_other_store(f"box.{domain}")
    told = f"PUT https://box.{domain}/a: (AccessDenied) when calling the PutObject operation: Access Denied"
    report = read_denials(told)
    assert not report.denials
    assert "other-cloud" in {other.code.value for other in report.not_denials}


def test_names_are_patterns() -> None:
    assert re.search(names(), "the MinIO of the team", re.IGNORECASE)
    assert not re.search(names(clouds=False), "alibaba", re.IGNORECASE)


_HADOOP = """
: java.nio.file.AccessDeniedException: s3a://harvest/raw/a.csv: getFileStatus on s3a://harvest/raw/a.csv: \
com.amazonaws.services.s3.model.AmazonS3Exception: Forbidden (Service: Amazon S3; Status Code: 403; \
Error Code: 403 Forbidden)"""


@pytest.mark.parametrize(
    ("setting", "other"),
    [
        ('.config("spark.hadoop.fs.s3a.endpoint", "https://objects.office.example")', True),
        ("conf.set('fs.s3a.endpoint', 'http://boxes:9000')", True),
        ("'endpoint' => 'http://boxes:9000',", True),
        ("fs.s3a.endpoint: https://objects.office.example", True),
        ("The job of the tests runs against localstack.", True),
        ('.config("spark.hadoop.fs.s3a.endpoint", "https://s3.eu-west-1.amazonaws.com")', False),
        ("'endpoint' => 'https://s3.eu-west-1.amazonaws.com',", False),
    ],
)
def test_a_setting_of_the_endpoint_tells_the_store(setting: str, other: bool) -> None:
    report = read_denials(setting + _HADOOP)
    assert (not report.denials) is other
    assert ("other-cloud" in {one.code.value for one in report.not_denials}) is other
