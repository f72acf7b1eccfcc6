resource "aws_iam_role" "runs" {
  name               = "runs"
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "states.amazonaws.com" } }] })
}
resource "aws_iam_role_policy" "p" {
  role   = aws_iam_role.runs.id
  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "lambda:InvokeFunction", Resource = "*" }] })
}
resource "aws_lambda_function" "step" {
  function_name = "step"
  filename = "x.zip"
  handler = "app.handler"
  runtime = "python3.12"
  role = "arn:aws:iam::111122223333:role/other"
  publish = true
}
resource "aws_sfn_state_machine" "flow" {
  name = "flow"
  role_arn = aws_iam_role.runs.arn
  definition = jsonencode({ StartAt = "A", States = { A = { Type = "Task", Resource = aws_lambda_function.step.qualified_arn, Next = "B" }, B = { Type = "Task", Resource = "${aws_lambda_function.step.arn}:${aws_lambda_function.step.version}", End = true } } })
}
