package com.acme;

interface Names {
    String ACCOUNT = "111122223333";
    String QUEUE = "https://sqs.eu-west-1.amazonaws.com/" + ACCOUNT + "/jobs";
}
