/* Plugs a screen into cage while it runs, and takes it away, as a cable does: tests/helpers/cage.py has cage load this
   (LD_PRELOAD), because cage 0.1 takes no such order from anybody. SIGUSR1: one more headless screen, of 1024 x 768;
   SIGUSR2: it goes.

   All is looked up by name when it is needed: no header, and a program that cage starts can load this in vain. */

enum { PLUS = 10, MOINS = 12 }; /* SIGUSR1, SIGUSR2 */

extern void *dlsym(void *ou, const char *nom);
#define PARTOUT ((void *)0)
#define ENSUITE ((void *)-1)
#define FONCTION(type, nom, ...) ((type (*)(__VA_ARGS__))dlsym(PARTOUT, nom))

static void *ajoutee;

static void ajouter(void *backend, void *inutile) {
    if (FONCTION(_Bool, "wlr_backend_is_headless", void *)(backend))
        ajoutee = FONCTION(void *, "wlr_headless_add_output", void *, unsigned, unsigned)(backend, 1024, 768);
}

static int brancher(int signal, void *backend) {
    if (!ajoutee)
        FONCTION(void, "wlr_multi_for_each_backend", void *, void (*)(void *, void *), void *)(backend, ajouter, 0);
    return 0;
}

static int debrancher(int signal, void *backend) {
    if (ajoutee)
        FONCTION(void, "wlr_output_destroy", void *)(ajoutee);
    ajoutee = 0;
    return 0;
}

void *wlr_backend_autocreate(void *affichage) {
    void *backend = ((void *(*)(void *))dlsym(ENSUITE, "wlr_backend_autocreate"))(affichage);
    void *boucle = FONCTION(void *, "wl_display_get_event_loop", void *)(affichage);
    void *(*suivre)(void *, int, int (*)(int, void *), void *) = dlsym(PARTOUT, "wl_event_loop_add_signal");
    suivre(boucle, PLUS, brancher, backend);
    suivre(boucle, MOINS, debrancher, backend);
    return backend;
}
