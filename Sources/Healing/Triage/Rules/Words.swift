/// Words that several rules look for. Lower case; phrases of other scripts as they are shown.
enum Words {
    static let botCheck = [
        "performing security verification", "verify you are human", "verify that you are human", "you are not a bot",
        "are you a robot", "checking your browser", "checking if the site connection is secure",
        "just a moment...",
        "complete the captcha", "solve the captcha", "enter the captcha", "captcha required",
        "unusual traffic", "press & hold", "human verification", "attention required!", "ddos protection",
        "bot detection", "are you human", "confirm you are human", "security check to continue", "you're not a bot",
        "verifying you are human", "are a human", "complete the security check", "vercel security checkpoint",
        "verifying your browser", "pardon our interruption", "incapsula incident", "enter the characters you see",
        "type the characters you see", "enable js and disable any ad blocker", "browser or app may not be secure",
        "人机验证", "安全验证", "完成验证后",
    ]
    /// Of the box that may also stand in a form.
    static let captchaBox = [
        "not a robot", "ロボットではありません", "ich bin kein roboter", "no soy un robot", "je ne suis pas un robot",
    ]
    static let secondFactor = [
        "two-factor", "two factor", "2fa", "authenticator app", "one-time password", "one-time code",
        "verification code",
        "enter the code", "6-digit code", "multi-factor", "authentication code", "security code",
        "verify your identity", "one-time passcode", "sent you a code", "sent a code", "check your email for a code",
        "zwei-faktor", "bestätigungscode", "sicherheitscode", "double authentification", "code de vérification",
        "verificación en dos pasos", "código de verificación", "verificação em duas etapas", "código de verificação",
        "codice di verifica", "verificatiecode", "kod weryfikacyjny", "код подтверждения", "两步验证", "双重认证",
        "2段階認証", "認証コード", "2단계 인증", "인증번호",
    ]
    static let tooMany = [
        "too many requests", "too many attempts", "rate limit", "rate-limit", "ratelimit", "too many login",
        "too many failed",
        "attempts. please try again", "throttled", "quota exceeded", "quota_exceeded", "exceeded your current quota",
        "over_request_rate", "too-many-requests", "being rate limited", "multiple consecutive login attempts",
        "you can only request this after", "error 1015",
        "demasiados intentos", "zu viele", "trop de tentatives", "too_many", "muitas tentativas", "слишком много",
        "请求过于频繁", "操作过于频繁", "操作太频繁", "请求太频繁", "尝试次数过多", "troppi tentativi", "troppe richieste", "te veel pogingen",
        "te veel verzoeken", "zbyt wiele", "çok fazla", "リクエストが多すぎ", "試行回数", "요청이 너무 많",
    ]
    static let denied = [
        "access denied", "access_denied", "accessdenied", "permission denied", "permission_denied", "not authorized",
        "not authorised", "you don't have permission", "you do not have permission", "don't have access",
        "do not have access", "insufficient permission", "insufficient privilege", "insufficient_scope", "forbidden",
        "unauthorized_client", "acceso denegado", "zugriff verweigert", "accès refusé", "accès interdit",
        "доступ запрещ",
        "acesso negado", "権限がありません", "没有权限", "无权访问", "row-level security", "row level security",
        "keine berechtigung", "nicht berechtigt", "no tienes permiso", "no tiene permiso", "sin permisos",
        "vous n'avez pas accès", "vous n'avez pas la permission", "vous n'êtes pas autorisé", "não tem permissão",
        "sem permissão", "accesso negato", "non autorizzato", "toegang geweigerd", "geen toegang", "brak dostępu",
        "odmowa dostępu", "brak uprawnień", "недостаточно прав", "нет доступа", "erişim reddedildi", "yetkiniz yok",
        "权限不足", "无权限", "拒绝访问", "アクセスが拒否", "アクセス権がありません", "접근 권한", "권한이 없",
        "admin access required", "error 1020", "administrators only", "admins only", "you are not allowed to",
    ]
    static let gatewayDown = [
        "bad gateway", "service unavailable", "gateway timeout", "gateway time-out", "service temporarily unavailable",
        "no healthy upstream", "upstream connect error", "application failed to respond", "web server is down",
        "no server is available", "origin is unreachable", "host error", "application not found", "fatal_function",
        "function_invocation_failed", "function_invocation_timeout", "serverless function has crashed",
        "upstream request timeout", "no available server", "error code: 502", "error code: 503", "error code: 504",
        "error code: 52", "web app is stopped", "services aren't available right now", "err_ngrok_",
        "tunnel unavailable",
        "argo tunnel error", "cloudflare tunnel error", "request could not be satisfied",
        "an error occurred in the application and your page could not be served",
        "server encountered a temporary error", "service is unavailable", "down for maintenance", "under maintenance",
        "the deployment is currently paused", "service suspended",
    ]
    static let serverError = [
        "internal server error", "server error (500)", "500 internal", "http error 500", "server error in '/'",
        "whitelabel error page", "unexpected server error", "whoops, looks like something went wrong",
        "we're sorry, but something went wrong", "server encountered an internal error", "heading \"500\"",
        "http status 500", "error 500--",
    ]
    /// What a framework shows of an exception on its server while one develops: Django, Werkzeug, ASP.NET, Spring, Rails,
    /// Laravel, PHP.
    static let serverException = [
        "an unhandled exception occurred while processing the request", "exception value:", "werkzeug debugger",
        "traceback (most recent call last)", "servlet.service() for servlet", "java.lang.", "org.springframework.",
        "activerecord::", "actionview::template", "action controller: exception caught", "sqlstate[", "illuminate\\",
        "fatal error: uncaught", "parse error: syntax error, unexpected", "templatedoesnotexist at",
        "operationalerror at",
        "programmingerror at", "http error 500.3", "prismaclientknownrequesterror", "prismaclientinitializationerror",
    ]
    static let errorOverlay = [
        "unhandled runtime error", "application error: a client-side exception", "compiled with problems",
        "uncaught runtime error", "[plugin:vite", "internal server error: failed to",
        "module not found: ", "unexpected application error", "runtime typeerror",
        "runtime referenceerror", "hydration failed", "application error: a server-side exception",
        "failed to fetch dynamically imported module", "importing a module script failed", "chunkloaderror",
        "loading chunk", "minified react error", "error: element type is invalid", "pre-transform error",
        "unhandled promise rejection", "import-analysis]", "failed to resolve import", "uncaught (in promise)",
        "maximum update depth exceeded", "not valid as a react child", "rendered more hooks",
        "failed to load module script", "nullinjectorerror",
    ]
    /// Also the words of a page about builds and their failures.
    static let errorOverlayHeadings = ["failed to compile", "build error", "runtime error", "unhandled exception"]
    static let errorBoundary = [
        "something went wrong", "an unexpected error occurred", "an unexpected error has occurred", "oops!",
        "went wrong!",
        "app crashed", "cannot read propert", "is not a function", "is not defined", "ha ocurrido un error",
        "une erreur est survenue", "etwas ist schiefgelaufen", "es ist ein fehler aufgetreten", "algo deu errado",
        "algo salió mal", "что-то пошло не так", "出错了", "エラーが発生しました", "reload the page to try again",
        "page couldn't load", "page couldn’t load", "something broke", "unexpected error", "error inesperado",
        "erro inesperado", "errore imprevisto", "si è verificato un errore", "er is iets misgegaan", "er ging iets mis",
        "coś poszło nie tak", "wystąpił błąd", "bir hata oluştu", "произошла ошибка", "页面出错", "发生错误", "发生了错误",
        "오류가 발생했습니다", "問題が発生しました", "quelque chose s'est mal passé", "حدث خطأ",
    ]
    static let busy = [
        "loading", "please wait", "warming", "initializing", "initialising", "connecting", "checking", "processing",
        "preparing", "fetching", "laden…", "lädt", "wird geladen", "chargement", "cargando", "carregando",
        "caricamento",
        "загрузка", "加载中", "読み込み中", "로딩", "ładowanie", "đang tải", "memuat", "yükleniyor", "saving...", "saving…",
        "starting up", "syncing", "submitting", "generating", "verifying", "redirecting", "one moment",
    ]
    /// Words with which a text begins that tells of work under way; alone or with an ellipsis behind.
    static let progress = [
        "rendering", "uploading", "downloading", "generating", "submitting", "sending", "syncing", "preparing",
        "fetching",
        "starting", "updating", "calculating", "computing", "searching", "verifying", "authenticating", "redirecting",
        "creating", "deleting", "importing", "exporting", "analyzing", "analysing", "thinking", "building", "compiling",
        "retrying", "reconnecting", "signing in", "logging in", "scanning", "converting", "restoring", "in progress",
        "working on",
    ]
    /// The same, where no other meaning is likely however the sentence goes on.
    static let progressSentences = [
        "loading", "please wait", "warming", "checking", "connecting", "initializ", "initialis", "saving", "processing",
        "laden…", "laden...", "lädt", "wird geladen", "wird gespeichert", "chargement", "enregistrement…", "cargando",
        "guardando", "carregando", "salvando", "caricamento", "загрузка", "сохранение", "ładowanie", "zapisywanie",
        "yükleniyor", "kaydediliyor", "加载中", "正在加载", "保存中", "正在保存", "处理中", "読み込み中", "処理中", "保存中", "로딩", "불러오는 중",
        "저장 중", "처리 중", "đang tải", "memuat",
    ]
    static let serverUnreachable = [
        "failed to fetch", "network error", "networkerror", "econnrefused", "fetch failed", "connection refused",
        "could not connect to the server", "unable to connect to server", "unable to connect to the server",
        "cannot connect to server", "cannot connect to the server", "can't connect to the server",
        "failed to connect to the server", "failed to connect to server", "failed to connect to backend",
        "cannot connect to backend", "backend is not", "backend unreachable", "backend is unreachable",
        "backend is offline", "backend offline", "backend unavailable", "backend is unavailable", "offline backend",
        "server is not reachable", "server is unreachable", "server unreachable", "server is unavailable",
        "server unavailable", "server is offline", "server is down", "api is unavailable", "api unavailable",
        "api is offline", "api unreachable", "cannot reach the server", "can't reach the server",
        "could not reach the server",
        "couldn't reach the server", "unable to reach the server", "unable to reach server", "cannot reach server",
        "could not reach the api", "no connection to the server", "connection to the server failed",
        "keine verbindung zum server", "server nicht erreichbar", "server ist nicht erreichbar", "netzwerkfehler",
        "erreur réseau", "impossible de contacter le serveur", "impossible de se connecter au serveur",
        "error de red", "error de conexión", "no se pudo conectar", "erro de rede", "erro de conexão",
        "não foi possível conectar", "errore di rete", "impossibile connettersi", "ошибка сети",
        "нет соединения с сервером",
        "сервер недоступен", "błąd sieci", "brak połączenia z serwerem", "sunucuya bağlanılamadı",
        "geen verbinding met de server",
        "网络错误", "网络异常", "网络连接失败", "无法连接", "服务器连接失败", "ネットワークエラー", "サーバーに接続できません", "네트워크 오류",
        "서버에 연결할 수 없",
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
