class Secrets {
    private final Clients clients;

    Secrets(Clients clients) {
        this.clients = clients;
    }

    Object several(Object request) {
        return clients.secrets().batchGetSecretValue(request);
    }

    void mail(String from) {
        clients.mail().sendEmail(mail -> mail.source(from).destination(to -> to).message(text -> text));
    }

    Object user(Object name) {
        return clients.users().getUser(name);
    }
}
