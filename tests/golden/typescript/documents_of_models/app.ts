import * as dynamoose from 'dynamoose';
const User = dynamoose.model('users', new dynamoose.Schema({ id: String }));
const Cat = dynamoose.model('cats', new dynamoose.Schema({ id: String }));
const Dog = dynamoose.model('dogs', new dynamoose.Schema({ id: String }));
const Cow = dynamoose.model('cows', new dynamoose.Schema({ id: String }));
const Ant = dynamoose.model('ants', new dynamoose.Schema({ id: String }));
const Bee = dynamoose.model('bees', new dynamoose.Schema({ id: String }));
export const handler = async (event: any) => {
  const user = await User.get('1');
  if (user) { await user.delete(); }
  const cats = await Cat.query('a').eq(1).exec();
  for (const cat of cats) { await cat.delete(); }
  const [dog] = await Dog.scan().exec();
  dog.name = 'x'; await dog.save();
  await Promise.all((await Cow.query('b').eq(2).exec()).map((cow: any) => cow.delete()));
  const ants = await Ant.batchGet([{ id: 1 }]);
  await ants[0].delete();
  Bee.get('3').then((bee: any) => bee.delete());
  return user.name.toUpperCase();
};
