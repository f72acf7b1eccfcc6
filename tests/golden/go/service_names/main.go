package main

import (
	"context"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/applicationautoscaling"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchevents"
	"github.com/aws/aws-sdk-go-v2/service/cloudwatchlogs"
	"github.com/aws/aws-sdk-go-v2/service/configservice"
	"github.com/aws/aws-sdk-go-v2/service/costexplorer"
	"github.com/aws/aws-sdk-go-v2/service/docdb"
	elb "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancing"
	elbv2 "github.com/aws/aws-sdk-go-v2/service/elasticloadbalancingv2"
	"github.com/aws/aws-sdk-go-v2/service/elasticsearchservice"
	"github.com/aws/aws-sdk-go-v2/service/iot"
	"github.com/aws/aws-sdk-go-v2/service/iotdataplane"
	"github.com/aws/aws-sdk-go-v2/service/lexruntimeservice"
	"github.com/aws/aws-sdk-go-v2/service/neptune"
	"github.com/aws/aws-sdk-go-v2/service/rds"
	"github.com/aws/aws-sdk-go-v2/service/resourcegroupstaggingapi"
	"github.com/aws/aws-sdk-go-v2/service/sagemakerruntime"
	"github.com/aws/aws-sdk-go-v2/service/servicediscovery"
	"github.com/aws/aws-sdk-go-v2/service/wafv2"
	"github.com/aws/aws-sdk-go-v2/service/bedrockruntime"
	"github.com/aws/aws-sdk-go-v2/service/opensearch"
	"github.com/aws/aws-sdk-go-v2/service/ecr"
	"github.com/aws/aws-sdk-go-v2/service/ecrpublic"
	"github.com/aws/aws-sdk-go-v2/service/ssooidc"
	"github.com/aws/aws-sdk-go-v2/service/transcribestreaming"
	"github.com/aws/aws-sdk-go-v2/service/lexruntimev2"
	"github.com/aws/aws-sdk-go-v2/service/newthing"
)

func main() {
	ctx := context.Background()
	cfg, _ := config.LoadDefaultConfig(ctx)
	rds.NewFromConfig(cfg).CreateDBInstance(ctx, &rds.CreateDBInstanceInput{DBInstanceIdentifier: aws.String("db")})
	rds.NewFromConfig(cfg).DescribeDBClusters(ctx, &rds.DescribeDBClustersInput{DBClusterIdentifier: aws.String("c")})
	costexplorer.NewFromConfig(cfg).GetCostAndUsage(ctx, &costexplorer.GetCostAndUsageInput{})
	elb.NewFromConfig(cfg).DescribeLoadBalancers(ctx, nil)
	elbv2.NewFromConfig(cfg).DescribeTargetGroups(ctx, &elbv2.DescribeTargetGroupsInput{})
	cloudwatchlogs.NewFromConfig(cfg).CreateLogGroup(ctx, &cloudwatchlogs.CreateLogGroupInput{LogGroupName: aws.String("g")})
	cloudwatchevents.NewFromConfig(cfg).PutRule(ctx, &cloudwatchevents.PutRuleInput{Name: aws.String("r")})
	configservice.NewFromConfig(cfg).PutEvaluations(ctx, &configservice.PutEvaluationsInput{})
	docdb.NewFromConfig(cfg).DescribeDBInstances(ctx, &docdb.DescribeDBInstancesInput{})
	neptune.NewFromConfig(cfg).StartDBCluster(ctx, &neptune.StartDBClusterInput{DBClusterIdentifier: aws.String("n")})
	elasticsearchservice.NewFromConfig(cfg).DescribeElasticsearchDomain(ctx, &elasticsearchservice.DescribeElasticsearchDomainInput{DomainName: aws.String("d")})
	opensearch.NewFromConfig(cfg).DescribeDomain(ctx, &opensearch.DescribeDomainInput{DomainName: aws.String("d")})
	iot.NewFromConfig(cfg).DescribeThing(ctx, &iot.DescribeThingInput{ThingName: aws.String("t")})
	iotdataplane.NewFromConfig(cfg).Publish(ctx, &iotdataplane.PublishInput{Topic: aws.String("a/b")})
	lexruntimeservice.NewFromConfig(cfg).PostText(ctx, &lexruntimeservice.PostTextInput{BotName: aws.String("b"), BotAlias: aws.String("a")})
	resourcegroupstaggingapi.NewFromConfig(cfg).GetResources(ctx, &resourcegroupstaggingapi.GetResourcesInput{})
	sagemakerruntime.NewFromConfig(cfg).InvokeEndpoint(ctx, &sagemakerruntime.InvokeEndpointInput{EndpointName: aws.String("e")})
	servicediscovery.NewFromConfig(cfg).DiscoverInstances(ctx, &servicediscovery.DiscoverInstancesInput{NamespaceName: aws.String("n"), ServiceName: aws.String("s")})
	wafv2.NewFromConfig(cfg).GetIPSet(ctx, &wafv2.GetIPSetInput{Id: aws.String("i"), Name: aws.String("n"), Scope: "REGIONAL"})
	applicationautoscaling.NewFromConfig(cfg).DescribeScalableTargets(ctx, &applicationautoscaling.DescribeScalableTargetsInput{})
	bedrockruntime.NewFromConfig(cfg).InvokeModel(ctx, &bedrockruntime.InvokeModelInput{ModelId: aws.String("anthropic.claude-v2")})
	bedrockruntime.NewFromConfig(cfg).ConverseStream(ctx, &bedrockruntime.ConverseStreamInput{ModelId: aws.String("amazon.nova-lite-v1:0")})
	ecr.NewFromConfig(cfg).GetAuthorizationToken(ctx, nil)
	ecrpublic.NewFromConfig(cfg).DescribeRepositories(ctx, &ecrpublic.DescribeRepositoriesInput{})
	ssooidc.NewFromConfig(cfg).RegisterClient(ctx, &ssooidc.RegisterClientInput{})
	transcribestreaming.NewFromConfig(cfg).StartStreamTranscription(ctx, &transcribestreaming.StartStreamTranscriptionInput{})
	lexruntimev2.NewFromConfig(cfg).StartConversation(ctx, &lexruntimev2.StartConversationInput{})
	newthing.NewFromConfig(cfg).DoIt(ctx, &newthing.DoItInput{})
	cdn := wafv2.NewFromConfig(cfg)
	cdn.DeleteIPSet(ctx, &wafv2.DeleteIPSetInput{Id: aws.String("i"), Name: aws.String("n"), Scope: "CLOUDFRONT"})
}
