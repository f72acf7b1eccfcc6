package app;

public class SendHandler extends BaseHandler {
}
