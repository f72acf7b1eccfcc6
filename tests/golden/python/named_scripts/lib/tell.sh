tell() {
  aws sns publish --topic-arn arn:aws:sns:eu-west-1:111122223333:news --message "$1"
}
