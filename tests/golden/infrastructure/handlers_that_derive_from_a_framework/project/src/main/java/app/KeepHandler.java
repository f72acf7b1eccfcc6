package app;

public class KeepHandler extends BaseHandler {
}
