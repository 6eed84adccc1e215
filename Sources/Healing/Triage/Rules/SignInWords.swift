/// Words of the way in and out.
extension Words {
    /// Of pages with a password field on which nobody signs in.
    static let signUpHeadings = [
        "heading \"register", "heading \"sign up", "heading \"create your account",
        "heading \"create an account", "heading \"create account", "heading \"注册", "heading \"註冊",
        "heading \"registrieren", "heading \"inscription", "heading \"créer un compte",
        "heading \"crear cuenta", "heading \"regístrate", "heading \"criar conta", "heading \"cadastr",
        "heading \"registra", "heading \"регистрация", "heading \"会員登録", "heading \"新規登録",
        "heading \"회원가입", "heading \"reset", "heading \"forgot",
    ]
    static let signIn = [
        "sign in", "sign-in", "signin", "log in", "login", "log on", "sign on", "welcome back", "anmelden", "einloggen",
        "se connecter",
        "connexion", "iniciar sesi", "inicia sesi", "acceder", "entrar", "fazer login", "accedi", "inloggen", "zaloguj",
        "logowanie", "войти", "вход", "登录", "登入", "ログイン", "로그인", "đăng nhập", "masuk", "giriş", "přihlásit",
        "logga in", "kirjaudu", "log ind", "accedere", "prijava", "bejelentkez", "autentificare", "เข้าสู่ระบบ",
        "تسجيل الدخول", "התחבר", "ログオン", "サインイン", "登錄", "увійти",
    ]
    /// A page that is headed so is there to sign in, also where only its beginning was kept.
    static let signInHeadings = [
        "heading \"sign in", "heading \"log in", "heading \"login", "heading \"welcome back\"", "heading \"anmelden",
        "heading \"anmeldung", "heading \"einloggen", "heading \"connexion", "heading \"se connecter",
        "heading \"iniciar sesi", "heading \"inicia sesi", "heading \"entrar", "heading \"fazer login",
        "heading \"acceder",
        "heading \"accedi", "heading \"inloggen", "heading \"zaloguj", "heading \"logowanie", "heading \"вход",
        "heading \"войти", "heading \"登录", "heading \"登入", "heading \"ログイン", "heading \"로그인",
        "heading \"đăng nhập", "heading \"giriş", "heading \"masuk",
    ]
    static let signInButtons = [
        "button \"sign in", "button \"log in", "button \"login", "button \"log on", "button \"anmelden",
        "button \"einloggen",
        "button \"se connecter", "button \"connexion", "button \"iniciar sesi", "button \"ingresar", "button \"acceder",
        "button \"entrar", "button \"accedi", "button \"inloggen", "button \"zaloguj", "button \"войти",
        "button \"giriş",
        "button \"登录", "button \"登 录", "button \"登入", "button \"ログイン", "button \"로그인", "button \"masuk",
        "button \"đăng nhập",
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
        "or password incorrect", "or password is wrong", "or password is invalid", "or password was incorrect",
        "username or password is", "invalid_login_credentials", "invalid-login-credentials", "email not confirmed",
        "email_not_found", "enter the correct username and password", "enter a correct username and password",
        "do not match any user", "couldn't find an account", "couldn't find your account", "couldn’t find your account",
        "unknown username", "user does not exist", "account does not exist", "login was unsuccessful",
        "sign-in was incorrect", "credentialssignin", "account is disabled", "account has been disabled",
        "passwort ist falsch", "passwort falsch", "anmeldung fehlgeschlagen", "anmeldedaten sind",
        "mot de passe incorrect",
        "mot de passe invalide", "échec de la connexion", "échec de connexion", "contraseña incorrect",
        "contraseña inválid",
        "contraseña no es", "credenciales no", "inicio de sesión fallido", "usuario no encontrado", "senha incorret",
        "senha inválid", "login inválido", "usuário não encontrado", "falha no login", "password errata",
        "password non corrett", "password non valid", "credenziali errate", "credenziali non", "utente non trovato",
        "ongeldige inloggegevens", "verkeerd wachtwoord", "inloggen mislukt", "błędny login", "błędne hasło",
        "logowanie nie powiodło", "неверная почта", "ошибка авторизации", "пользователь не найден", "şifre hatalı",
        "şifre yanlış", "hatalı şifre", "giriş başarısız", "账号或密码", "密码不正确", "账号不存在", "用户不存在", "登录失败", "密碼錯誤",
        "帳號或密碼", "登入失敗", "パスワードが正しく", "パスワードが間違", "パスワードが違", "ログインに失敗", "비밀번호가 일치하지",
        "비밀번호가 올바르지", "비밀번호가 틀", "비밀번호를 확인", "로그인에 실패", "sai mật khẩu", "felaktigt lösenord",
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
    static let signOut = [
        "sign out", "signout", "sign-out", "log out", "logout", "log off", "abmelden", "ausloggen", "déconnexion",
        "se déconnecter", "cerrar sesi", "salir de", "encerrar sessão", "terminar sessão", "disconnetti", "uitloggen",
        "afmelden", "wyloguj", "выйти", "çıkış", "退出登录", "登出", "ログアウト", "로그아웃", "đăng xuất",
    ]
}
