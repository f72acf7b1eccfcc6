using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.S3;
using Constructs;

namespace Letters
{
    public class LettersStack : Stack
    {
        internal LettersStack(Construct scope, string id, IStackProps props = null) : base(scope, id, props)
        {
            var bucket = new Bucket(this, "Letters");
            var reader = new Function(this, "Reader", new FunctionProps { Handler = "Letters::Letters.Reader::Handle" });
            bucket
                .GrantRead(reader);
        }
    }
}
