"""Which arguments bring an operation about, read from a provider's source."""

from __future__ import annotations

import pytest

from policywright.knowledge.generator.provider_source import Source, resources

NAMES = """
package names

const (
	AttrTags   = "tags"
	AttrVPCID  = "vpc_id"
)
"""
WIDGETS = """
package widgets

// @SDKResource("aws_widget", name="Widget")
// @Tags(identifierAttribute="arn")
func resourceWidget() *schema.Resource {
	return &schema.Resource{
		CreateWithoutTimeout: resourceWidgetCreate,
		ReadWithoutTimeout:   resourceWidgetRead,
		UpdateWithoutTimeout: resourceWidgetUpdate,
		DeleteWithoutTimeout: resourceWidgetDelete,
		Schema: map[string]*schema.Schema{
			"colour":       {Type: schema.TypeString, Optional: true},
			"enabled":      {Type: schema.TypeBool, Optional: true, Default: true},
			"lid":          {Type: schema.TypeList, Elem: &schema.Resource{Schema: map[string]*schema.Schema{"deep": {Default: true}}}},
			"reserve":      {Type: schema.TypeInt, Optional: true, Default: -1},
			"owner":        {Type: schema.TypeString, Optional: true, Computed: true},
			"key":          {Type: schema.TypeString, Optional: true},
			names.AttrVPCID: {Type: schema.TypeString, Optional: true, Computed: true},
		},
	}
}

func resourceWidgetCreate(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	conn := meta.(*conns.AWSClient).WidgetsClient(ctx)
	_, err := tfresource.RetryWhen(ctx, timeout, func() (any, error) {
		return conn.CreateWidget(ctx, input)
	})
	if err != nil {
		return diags
	}
	if d.Get("enabled").(bool) {
		if err := setSpinning(ctx, conn, d.Id(), true); err != nil {
			return diags
		}
	}
	if v, ok := d.GetOk("lid"); ok && len(v.([]any)) > 0 {
		conn.PutLid(ctx, v)
	}
	if v := d.Get("reserve").(int); v >= 0 {
		conn.PutReserve(ctx, v)
	}
	if v, ok := d.GetOk("enabled"); ok && oddly(v) {
		conn.PutOddity(ctx)
	}
	if _, ok := d.GetOk(names.AttrVPCID); ok {
		attach(ctx, conn, d)
	} else {
		conn.LeaveOutside(ctx)
	}
	name := d.Get("colour").(string)
	if name == "" {
		name = invented()
	}
	if name != "" {
		conn.PutName(ctx, name)
	}
	return append(diags, resourceWidgetUpdate(ctx, d, meta)...)
}

func resourceWidgetRead(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	return diags
}

func resourceWidgetUpdate(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	conn := meta.(*conns.AWSClient).WidgetsClient(ctx)
	if d.HasChangesExcept("tags", "lid") && !d.IsNewResource() {
		conn.UpdateWidget(ctx, input)
	}
	if d.HasChanges("colour", "lid.0.deep") {
		o, n := d.GetChange("colour")
		for _, one := range n.(*schema.Set).Difference(o).List() {
			conn.Paint(ctx, one)
		}
	}
	return diags
}

func resourceWidgetDelete(ctx context.Context, d *schema.ResourceData, meta any) diag.Diagnostics {
	conn := meta.(*conns.AWSClient).WidgetsClient(ctx)
	if v, ok := d.GetOk("owner"); ok {
		conn.Dismiss(ctx, v)
	}
	if _, ok := d.GetOk("key"); !ok {
		return diags
	}
	pages := widgets.NewListLocksPaginator(conn, input)
	for pages.HasMorePages() {
		conn.RemoveLock(ctx, one)
	}
	conn.ReturnKey(ctx)
	return diags
}

func setSpinning(ctx context.Context, conn *widgets.Client, id string, on bool) error {
	if on {
		_, err := conn.StartSpinning(ctx, id)
		return err
	}
	_, err := conn.StopSpinning(ctx, id)
	return err
}

func attach(ctx context.Context, conn *widgets.Client, d *schema.ResourceData) error {
	conn.AttachWidget(ctx, d.Id())
	return nil
}
"""


@pytest.fixture(scope="module")
def widget(tmp_path_factory: pytest.TempPathFactory) -> Source:
    root = tmp_path_factory.mktemp("provider")
    (root / "names").mkdir()
    (root / "names" / "names.go").write_text(NAMES)
    service = root / "internal" / "service" / "widgets"
    service.mkdir(parents=True)
    (service / "widget.go").write_text(WIDGETS)
    (service / "widget_test.go").write_text('// @SDKResource("aws_fake")\nfunc resourceFake() {}\n')
    found = dict(resources(root))
    assert set(found) == {"aws_widget"}
    return found["aws_widget"]


def test_arguments(widget: Source) -> None:
    assert widget.arguments == {"colour", "enabled", "lid", "reserve", "owner", "key", "vpc_id"}


@pytest.mark.parametrize(("operation", "phase", "told"), [
    ("CreateWidget", "c", []),
    ("StartSpinning", "c", []),          # what is on by default
    ("StopSpinning", "c", []),           # not taken, which an early return does not tell here
    ("PutLid", "c", ["lid"]),
    ("PutReserve", "c", ["reserve"]),    # less than zero by default
    ("PutOddity", "c", None),            # more is asked than what is set by default
    ("AttachWidget", "c", ["vpc_id"]),   # in a function of the package
    ("LeaveOutside", "c", None),         # the other side of a condition
    ("PutName", "c", None),              # the variable is given something else on the way
    ("UpdateWidget", "c", None),         # never of what is new
    ("UpdateWidget", "u", []),           # any other change
    ("Paint", "c", ["colour"]),
    ("Paint", "u", ["colour"]),
    ("Dismiss", "d", None),              # AWS may have given it
    ("ListLocks", "d", ["key"]),         # behind an early return
    ("RemoveLock", "d", ["key"]),
    ("ReturnKey", "d", ["key"]),
])  # fmt: skip
def test_what_brings_an_operation_about(
    widget: Source, operation: str, phase: str, told: list[str] | None
) -> None:
    assert widget.when.get(operation, {}).get(phase) == told
