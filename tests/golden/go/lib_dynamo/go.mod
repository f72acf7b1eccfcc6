module example.com/app

go 1.22

require (
	cirello.io/dynamolock/v2 v2.1.0
	github.com/guregu/dynamo/v2 v2.3.0
)
