aws iam attach-user-policy --user-name ci --policy-arn "arn:aws:iam::$ACCOUNT:policy/press-written"
