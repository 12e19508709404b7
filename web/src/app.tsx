import { Route, Switch } from 'wouter';
import { Layout } from './parts/layout';
import { AccountPage } from './pages/account/account';
import { AdminPage } from './pages/admin/admin';
import { AuditPage } from './pages/admin/audit';
import { ForgotPasswordPage } from './pages/forgot-password';
import { HomePage } from './pages/home';
import { LoginPage } from './pages/login';
import { NotFoundPage } from './pages/not-found';
import { RegisterPage } from './pages/register';
import { ResetPasswordPage } from './pages/reset-password';
import { VerifyEmailPage } from './pages/verify-email';
import { Guests, Members } from './session/gates';

export function App() {
  return (
    <Layout>
      <Switch>
        <Route path="/login">
          <Guests>
            <LoginPage />
          </Guests>
        </Route>
        <Route path="/register">
          <Guests>
            <RegisterPage />
          </Guests>
        </Route>
        <Route path="/forgot-password" component={ForgotPasswordPage} />
        <Route path="/reset-password" component={ResetPasswordPage} />
        <Route path="/verify-email" component={VerifyEmailPage} />
        <Route path="/">
          <Members>{(user) => <HomePage user={user} />}</Members>
        </Route>
        <Route path="/account">
          <Members>{(user) => <AccountPage user={user} />}</Members>
        </Route>
        <Route path="/admin">
          <Members only="admin">{() => <AdminPage />}</Members>
        </Route>
        <Route path="/admin/audit">
          <Members only="admin">{() => <AuditPage />}</Members>
        </Route>
        <Route component={NotFoundPage} />
      </Switch>
    </Layout>
  );
}
