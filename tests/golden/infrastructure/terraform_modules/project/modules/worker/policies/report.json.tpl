{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Logs",
      "Effect": "Allow",
      "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      "Resource": "arn:${partition}:logs:${region}:*:log-group:/aws/lambda/${name}-report:*"
    },
    {
      "Sid": "Table",
      "Effect": "Allow",
      "Action": ["dynamodb:Query", "dynamodb:DeleteItem"],
      "Resource": ["${table_arn}", "${table_arn}/index/*"]
    }
  ]
}
