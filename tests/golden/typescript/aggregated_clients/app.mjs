// Packages and their aggregated classes are named after the service id, however the ARN calls the service.
import { CloudWatchEvents } from "@aws-sdk/client-cloudwatch-events";
import { CostExplorer } from "@aws-sdk/client-cost-explorer";
import { IoTDataPlane } from "@aws-sdk/client-iot-data-plane";
import { LexRuntimeV2 } from "@aws-sdk/client-lex-runtime-v2";
import { MarketplaceMetering } from "@aws-sdk/client-marketplace-metering";
import { ResourceGroupsTaggingAPI } from "@aws-sdk/client-resource-groups-tagging-api";
import { ServerlessApplicationRepository } from "@aws-sdk/client-serverlessapplicationrepository";
import { ServiceCatalogAppRegistry } from "@aws-sdk/client-service-catalog-appregistry";
import { SFN } from "@aws-sdk/client-sfn";
import { WAFV2 } from "@aws-sdk/client-wafv2";

export async function all() {
  await new CloudWatchEvents({}).deleteRule({ Name: "nightly" });
  await new CostExplorer({}).getTags({ TimePeriod: { Start: "a", End: "b" } });
  await new IoTDataPlane({}).publish({ topic: "devices/all" });
  await new LexRuntimeV2({}).recognizeText({ botId: "B1", botAliasId: "A1", localeId: "en_US", sessionId: "s", text: "t" });
  await new MarketplaceMetering({}).registerUsage({ ProductCode: "p", PublicKeyVersion: 1 });
  await new ResourceGroupsTaggingAPI({}).getTagKeys({});
  await new ServerlessApplicationRepository({}).listApplications({});
  await new ServiceCatalogAppRegistry({}).listApplications({});
  await new SFN({}).sendTaskHeartbeat({ taskToken: "t" });
  await new WAFV2({}).listWebACLs({ Scope: "REGIONAL" });
}
