dependencies { implementation("software.amazon.awssdk:dynamodb:2.17.9") }
