"""What the provider asks for a data source or a resource, followed through an index of its functions."""

from __future__ import annotations

import json

import pytest

from policywright.knowledge.generator.carry_provider import carried
from policywright.knowledge.generator.provider_index import Index

PROVIDER = "github.com/hashicorp/terraform-provider-aws/internal"
SDK = "github.com/aws/aws-sdk-go-v2/service"
FILES = {
    "conns/method.AWSClient.EFSClient": f"""
import (
	"{SDK}/efs"
)
func (c *AWSClient) EFSClient(ctx context.Context) *efs.Client {{ return nil }}
""",
    "conns/method.AWSClient.EC2Client": f"""
import (
	"{SDK}/ec2"
)
func (c *AWSClient) EC2Client(ctx context.Context) *ec2.Client {{ return nil }}
""",
    "service/efs/method.servicePackage.SDKResources": """
func (p *servicePackage) SDKResources(ctx context.Context) []*inttypes.ServicePackageSDKResource {
	return []*inttypes.ServicePackageSDKResource{
		{
			Factory:  resourceTarget,
			TypeName: "aws_efs_target",
		},
		{
			Factory:  resourceTarget,
			TypeName: "aws_efs_old_target",
		},
	}
}
""",
    "service/efs/method.servicePackage.FrameworkDataSources": """
func (p *servicePackage) FrameworkDataSources(ctx context.Context) []*inttypes.ServicePackageFrameworkDataSource {
	return []*inttypes.ServicePackageFrameworkDataSource{
		{
			Factory:  newTargetDataSource,
			TypeName: "aws_efs_target",
			Tags: unique.Make(inttypes.ServicePackageResourceTags{
				IdentifierAttribute: names.AttrARN,
				ResourceType:        "Target",
			}),
		},
		{
			Factory:  newPointDataSource,
			TypeName: "aws_efs_point",
			Tags: unique.Make(inttypes.ServicePackageResourceTags{
				IdentifierAttribute: names.AttrARN,
			}),
		},
	}
}
""",
    "service/efs/method.servicePackage.ListTags": """
func (p *servicePackage) ListTags(ctx context.Context, meta any, identifier, resourceType string) error {
	conn := meta.(*conns.AWSClient).EFSClient(ctx)
	switch resourceType {
	case "System":
		conn.DescribeTags(ctx, identifier)
	case "Target":
		listTags(ctx, conn, identifier)
	default:
		conn.DescribeLifecycleConfiguration(ctx, identifier)
	}
	return nil
}
""",
    "service/efs/func.listTags": f"""
import (
	"{SDK}/efs"
)
func listTags(ctx context.Context, conn *efs.Client, identifier string) error {{
	return conn.ListTagsForResource(ctx, identifier)
}}
""",
    # Looked up by a method of its own; its tags are the provider's to list.
    "service/efs/method.targetDataSource.Read": """
func (d *targetDataSource) Read(ctx context.Context, request datasource.ReadRequest) {
	d.find(ctx, d.Meta().EFSClient(ctx))
}
""",
    "service/efs/method.targetDataSource.find": f"""
import (
	"{SDK}/efs"
)
func (d *targetDataSource) find(ctx context.Context, conn *efs.Client) {{
	pages := efs.NewDescribeMountTargetsPaginator(conn, input)
}}
""",
    # Another type's method of that name.
    "service/efs/method.pointDataSource.find": f"""
import (
	"{SDK}/efs"
)
func (d *pointDataSource) find(ctx context.Context, conn *efs.Client) {{ conn.DescribeFileSystems(ctx) }}
""",
    # Its tags come with it.
    "service/efs/method.pointDataSource.Read": """
func (d *pointDataSource) Read(ctx context.Context, request datasource.ReadRequest) {
	conn := d.Meta().EFSClient(ctx)
	output, err := conn.DescribeAccessPoints(ctx, input)
	setTagsOut(ctx, output.Tags)
}
""",
    "service/efs/func.resourceTargetCreate": f"""
import (
	tfec2 "{PROVIDER}/service/ec2"
)
func resourceTargetCreate(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {{
	conn := meta.(*conns.AWSClient).EFSClient(ctx)
	tfec2.FindSubnetByID(ctx, meta.(*conns.AWSClient).EC2Client(ctx), "")
	tfresource.Retry(ctx, timeout, func() (any, error) {{ return conn.CreateMountTarget(ctx, input) }})
	d.Get("groups").(*schema.Set).List()
	for _, f := range []func(context.Context, *efs.Client) error{{waitTarget}} {{
		f(ctx, conn)
	}}
	return nil
}}
""",
    # What a set has as well is not followed.
    "service/efs/method.targetListResource.List": f"""
import (
	"{SDK}/efs"
)
func (l *targetListResource) List(ctx context.Context, conn *efs.Client) {{ conn.DescribeFileSystems(ctx) }}
""",
    "service/efs/func.waitTarget": f"""
import (
	"{SDK}/efs"
)
func waitTarget(ctx context.Context, conn *efs.Client) error {{
	return conn.DescribeMountTargets(ctx, input)
}}
""",
    "service/ec2/var.FindSubnetByID": "\n\tFindSubnetByID = findSubnetByID\n",
    "service/ec2/func.findSubnetByID": f"""
import (
	"{SDK}/ec2"
)
func findSubnetByID(ctx context.Context, conn *ec2.Client, id string) error {{
	return conn.DescribeSubnets(ctx, input)
}}
""",
}
TYPES = {
    "resources/aws_efs_target": {"create_index": "func.resourceTargetCreate.goindex"},
    "datasources/aws_efs_target": {"read_index": "method.targetDataSource.Read.goindex"},
    "datasources/aws_efs_point": {"read_index": "method.pointDataSource.Read.goindex"},
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    root = tmp_path_factory.mktemp("provider")
    for name, source in FILES.items():
        path = root / "index" / "internal" / f"{name}.goindex"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"package {PROVIDER}/{name.rpartition('/')[0]}{source}")
    for name, row in TYPES.items():
        path = root / "index" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps({**row, "namespace": f"{PROVIDER}/service/efs"}))
    return Index(root)


def test_data_sources_with_the_tags_that_the_provider_lists(index: Index) -> None:
    assert dict(index.types("data.")) == {
        "data.aws_efs_point": {"efs:DescribeAccessPoints": "r"},
        "data.aws_efs_target": {"efs:DescribeMountTargets": "r", "efs:ListTagsForResource": "r"},
    }


def test_resources_through_other_packages_and_by_their_other_names(index: Index) -> None:
    calls = {"ec2:DescribeSubnets": "c", "efs:CreateMountTarget": "c", "efs:DescribeMountTargets": "c"}
    assert dict(index.types("")) == {"aws_efs_target": calls, "aws_efs_old_target": calls}


def test_what_is_known_gets_what_it_lacks(index: Index) -> None:
    known = {
        "aws_efs_target": {
            "operations": {"efs": {"CreateMountTarget": "u", "DescribeMountTargets": "r"}},
            "arguments": ["subnet_id"],
        },
        "data.aws_efs_gone": {"operations": {}},
    }
    assert carried(known, index) == {
        "aws_efs_target": {
            "operations": {
                "ec2": {"DescribeSubnets": "c"},
                # When something is changed the list says; it reads wherever either says so.
                "efs": {"CreateMountTarget": "u", "DescribeMountTargets": "cr"},
            },
            "arguments": ["subnet_id"],
        },
        "data.aws_efs_point": {"operations": {"efs": {"DescribeAccessPoints": "r"}}},
        "data.aws_efs_target": {
            "operations": {"efs": {"DescribeMountTargets": "r", "ListTagsForResource": "r"}}
        },
    }
