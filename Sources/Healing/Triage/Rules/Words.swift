/// Words that several rules look for, and conditions made of them. Lower case; phrases of other scripts as they are shown.
enum Words {
    static let signIn = [
        "sign in", "sign-in", "signin", "log in", "login", "log on", "welcome back", "anmelden", "einloggen",
        "se connecter",
        "connexion", "iniciar sesi", "inicia sesi", "acceder", "entrar", "fazer login", "accedi", "inloggen", "zaloguj",
        "logowanie", "войти", "вход", "登录", "登入", "ログイン", "로그인", "đăng nhập", "masuk", "giriş", "přihlásit",
        "logga in", "kirjaudu", "log ind",
    ]
    static let signInRefused = [
        "invalid email or password", "invalid username or password", "invalid login", "invalid credential",
        "incorrect email", "incorrect password", "incorrect username", "wrong password", "wrong credentials",
        "bad credentials", "wrong email", "login failed", "sign in failed", "sign-in failed", "authentication failed",
        "user not found", "account not found", "no account", "unknown user", "could not be verified",
        "do not match our records", "email or password is incorrect", "password is incorrect", "not recognized",
        "invalid password", "could not sign you in", "couldn't sign you in", "unable to log in", "unable to sign in",
        "falsches passwort", "ungültige anmeldedaten", "zugangsdaten", "identifiants incorrects",
        "identifiants invalides",
        "credenciales inv", "credenciales incorrectas", "contraseña incorrecta", "credenciais inv", "senha incorreta",
        "senha inválida", "неверный логин", "неверный пароль", "неверные", "неправильн", "密码错误", "用户名或密码",
        "không chính xác", "nieprawidłow", "onjuist", "credenziali non valide", "account is locked", "account locked",
        "invalid user", "invalid-credential", "auth/wrong-password", "auth/user-not-found", "invalid_credentials",
    ]
    static let signInHelperFailed = [
        "login failed", "failed to log in", "failed to login", "failed to sign in", "sign-in failed", "sign in failed",
        "signin failed", "authentication failed", "failed to authenticate", "could not log in", "could not login",
        "could not sign in", "unable to log in", "unable to login", "unable to sign in", "unable to authenticate",
        "not logged in", "user is not authenticated", "authenticate user", "logged in user not found", "still on login",
        "still on the login", "login did not", "login unsuccessful", "auth failed", "log in failed", "login error",
    ]
    static let passwordEmpty = [
        "password is required", "enter your password", "please enter a password", "passwort eingeben",
        "password cannot be empty", "password can't be blank", "mot de passe requis", "contraseña es obligatori",
    ]
    static let botCheck = [
        "performing security verification", "verify you are human", "verify that you are human", "you are not a bot",
        "are you a robot", "not a robot", "checking your browser", "checking if the site connection is secure",
        "just a moment...",
        "i'm not a robot", "complete the captcha", "solve the captcha", "enter the captcha", "captcha required",
        "unusual traffic", "press & hold", "human verification", "attention required!", "ddos protection",
        "bot detection", "are you human", "confirm you are human", "security check to continue",
    ]
    static let secondFactor = [
        "two-factor", "two factor", "2fa", "authenticator app", "one-time password", "one-time code",
        "verification code",
        "enter the code", "6-digit code", "multi-factor", "authentication code", "security code",
        "verify your identity",
    ]
    static let tooMany = [
        "too many requests", "too many attempts", "rate limit", "rate-limit", "ratelimit", "too many login",
        "too many failed",
        "try again later", "throttled", "quota exceeded", "quota_exceeded", "over_request_rate", "slow down",
        "demasiados intentos", "zu viele", "trop de tentatives", "too_many", "muitas tentativas", "слишком много",
        "请求过于频繁", "操作过于频繁",
    ]
    static let denied = [
        "access denied", "access_denied", "accessdenied", "permission denied", "permission_denied", "not authorized",
        "not authorised", "you don't have permission", "you do not have permission", "don't have access",
        "do not have access", "insufficient permission", "insufficient privilege", "insufficient_scope", "forbidden",
        "unauthorized_client", "acceso denegado", "zugriff verweigert", "accès refusé", "accès interdit",
        "доступ запрещ",
        "acesso negado", "権限がありません", "没有权限", "无权访问", "row-level security", "row level security",
    ]
    static let gatewayDown = [
        "bad gateway", "service unavailable", "gateway timeout", "gateway time-out", "service temporarily unavailable",
        "no healthy upstream", "upstream connect error", "application failed to respond", "web server is down",
        "no server is available", "origin is unreachable", "host error", "application not found", "fatal_function",
        "function_invocation_failed",
    ]
    static let serverError = [
        "internal server error", "server error (500)", "500 internal", "http error 500", "server error in '/'",
        "whitelabel error page", "unexpected server error", "whoops, looks like something went wrong",
        "we're sorry, but something went wrong",
    ]
    static let errorOverlay = [
        "unhandled runtime error", "application error: a client-side exception", "failed to compile", "build error",
        "compiled with problems", "uncaught runtime error", "[plugin:vite", "internal server error: failed to",
        "module not found: ", "unhandled exception", "unexpected application error", "runtime error",
        "runtime typeerror",
        "runtime referenceerror", "hydration failed", "application error: a server-side exception",
        "failed to fetch dynamically imported module", "importing a module script failed", "chunkloaderror",
        "loading chunk", "minified react error", "error: element type is invalid", "pre-transform error",
        "unhandled promise rejection", "import-analysis]",
    ]
    static let errorBoundary = [
        "something went wrong", "an unexpected error occurred", "an unexpected error has occurred", "oops!",
        "went wrong!",
        "app crashed", "cannot read propert", "is not a function", "is not defined", "ha ocurrido un error",
        "une erreur est survenue", "etwas ist schiefgelaufen", "es ist ein fehler aufgetreten", "algo deu errado",
        "algo salió mal", "что-то пошло не так", "出错了", "エラーが発生しました", "reload the page to try again",
    ]
    static let busy = [
        "loading", "please wait", "warming", "initializing", "initialising", "connecting", "checking", "processing",
        "preparing", "fetching", "laden…", "lädt", "wird geladen", "chargement", "cargando", "carregando",
        "caricamento",
        "загрузка", "加载中", "読み込み中", "로딩", "ładowanie", "đang tải", "memuat", "yükleniyor", "saving...", "saving…",
        "starting up", "syncing", "submitting", "generating", "verifying", "redirecting", "one moment",
    ]
    static let listing = ["directory listing for", "index of /", "listing directory"]
    static let overlay = [
        "dialog", "modal", "overlay", "backdrop", "cookie", "consent", "banner", "popup", "pop-up", "drawer", "tour",
        "fixed inset-0", "data-state=\"open\"", "gdpr", "onetrust", "newsletter", "tooltip", "toast", "popover",
        "joyride",
        "driver-", "lightbox", "mask",
    ]
    static let registration = [
        "create account", "create your account", "sign up", "register", "registrieren", "crear cuenta",
    ]
}

extension Condition {
    /// The page asks people to sign in.
    static let signInForm = Condition.all([
        .any([.fact(.passwordField), .fact(.magicLink)]), .says(.page, Words.signIn),
        .not(
            .says(
                .page,
                [
                    "heading \"register", "heading \"sign up", "heading \"create your account",
                    "heading \"create an account", "heading \"create account",
                ])),
    ])

    /// The test types a password, as far as its quoted lines or the page tell.
    static let typesPassword = Condition.any([
        .fact(.passwordFilled), .fact(.userFilled),
        .says(
            .code, ["password", "login(", "signin(", "loginas(", "sign in", "log in", "iniciar sesi", "credentials"]),
    ])

    /// An element was waited for, whether by an action or by an assertion, and did not come.
    static let elementMissing = Condition.all([.fact(.unresolved), .not(.says(.message, ["strict mode violation"]))])

    static let elementAwaited = Condition.any([
        .fact(.elementWait), .fact(.elementRead), .fact(.stateMatcher), .fact(.textMatcher), .fact(.countMatcher),
        .fact(.pictureMatcher),
    ])

    /// Something that a bad answer or a wrong page explains: a missing element, a wait, another address.
    static let symptomOfPage = Condition.any([
        .fact(.unresolved), .fact(.timedOut), .fact(.addressMatcher), .fact(.titleMatcher), .fact(.stateMatcher),
        .fact(.textMatcher), .fact(.countMatcher), .fact(.navigation), .fact(.valueMatcher), .fact(.truthMatcher),
        .fact(.testTimeout), .fact(.ownWords),
    ])

    /// A line of Playwright's call log, which stands in the message where only a piece of the output was kept.
    static func logSays(_ phrases: [String]) -> Condition { .any([.says(.log, phrases), .says(.message, phrases)]) }

    /// The failing step stands in a function of the suite that signs in.
    static let inSignInHelper = Condition.any([
        .says(
            .stack,
            [
                "at login", "at signin", "at authenticate", "at dologin", "at performlogin", ".login (", ".signin (",
                "at ensureauth", "at loginas",
            ]),
        .says(
            .code,
            [
                "password\"", "password'", "password-input", "passwordinput", "'password", "\"password", ".password",
                "iniciar sesi", "contraseña",
            ]),
    ])

    static let pixelsDiffer = Condition.says(
        .message,
        ["pixels (ratio", "expected an image", "two consecutive stable screenshots", "screenshot comparison failed"])

    static let localServer = Condition.fact(.localAddress)
}

extension FailureEvidence {
    /// For the rules' examples.
    static func example(
        _ errors: String..., step: Step? = nil, page: String? = nil, address: String? = nil, title: String? = nil,
        network: [Exchange] = [], console: [String] = [], output: String = ""
    ) -> FailureEvidence {
        FailureEvidence(
            testName: "example", errors: errors, step: step, pageSnapshot: page, pageURL: address, pageTitle: title,
            network: network, console: console, output: output)
    }
}
