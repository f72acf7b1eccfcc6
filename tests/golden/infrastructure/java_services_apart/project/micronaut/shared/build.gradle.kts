dependencies { implementation("software.amazon.awssdk:sqs:2.17.9") }
