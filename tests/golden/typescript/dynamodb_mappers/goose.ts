import * as dynamoose from "dynamoose";

const schema = new dynamoose.Schema({ id: String });
const Cat = dynamoose.model("Cat", schema, { tableName: "cats", create: false, waitForActive: false });
const Dog = dynamoose.model("Dog", schema);
new dynamoose.Table("pets", [Dog], { create: false, waitForActive: false });
export async function main(id: string) {
  await new Cat({ id }).save();
  await Cat.query("owner").eq("x").exec(); // dynamoose chooses the index
  await Dog.scan().limit(1).exec();
  return Dog.batchDelete([id]);
}
