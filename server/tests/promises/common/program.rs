//! The real program as a process of its own, and a client that speaks just enough HTTP.

use std::{
    io::{BufRead, BufReader, Read},
    net::SocketAddr,
    process::{Child, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex},
    time::Duration,
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};

/// Where cargo built it.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_popcorn");

/// Long, for machines that do several things at once.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running `popcorn serve`. Killed when dropped.
pub struct Program {
    child: Mutex<Child>,
    address: SocketAddr,
    said: Arc<Mutex<String>>,
    _data: tempfile::TempDir,
}

impl Program {
    /// Serves this database on a free port, and waits until it is ready.
    pub async fn serve(database: &str, variables: &[(&str, &str)]) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let address = free_address();
        let mut child = Command::new(PROGRAM)
            .env_clear()
            .env("POPCORN_DATA", data.path())
            .env("POPCORN_DATABASE_URL", database)
            .env("POPCORN_LISTEN", address.to_string())
            .env("POPCORN_LOG", "warn")
            .envs(variables.iter().copied())
            .arg("serve")
            .current_dir(data.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let said = Arc::new(Mutex::new(String::new()));
        listen(child.stdout.take().expect("a pipe"), said.clone());
        listen(child.stderr.take().expect("a pipe"), said.clone());
        let program = Self { child: Mutex::new(child), address, said, _data: data };
        let ready = async {
            while program.try_get("/readyz").await != Some(200) {
                let ended = program.child.lock().expect("a lock").try_wait().expect("a process");
                assert!(ended.is_none(), "it ended: {ended:?}\n{}", program.said());
                sleep(Duration::from_millis(50)).await;
            }
        };
        assert!(timeout(PATIENCE, ready).await.is_ok(), "it is not ready:\n{}", program.said());
        program
    }

    /// What it wrote so far.
    pub fn said(&self) -> String {
        self.said.lock().expect("a lock").clone()
    }

    /// The path of the set-up link it printed.
    pub fn link(&self) -> Option<String> {
        let said = self.said();
        let at = said.find("/set-up?token=")?;
        Some(said[at..].split_whitespace().next()?.to_owned())
    }

    /// Status and whole answer.
    pub async fn get(&self, path: &str) -> (u16, String) {
        let answer =
            self.exchange(&format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address)).await;
        let answer = answer.expect("an answer");
        (status(&answer), answer)
    }

    async fn try_get(&self, path: &str) -> Option<u16> {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        self.exchange(&request).await.map(|answer| status(&answer))
    }

    /// Sends a form to its own page; status and whole answer.
    pub async fn post(&self, page: &str, function: &str, fields: &[(&str, &str)], cookie: &str) -> (u16, String) {
        self.try_post(page, function, fields, cookie).await.expect("an answer")
    }

    /// The same; nothing when the line broke before the whole answer was there.
    pub async fn try_post(
        &self,
        page: &str,
        function: &str,
        fields: &[(&str, &str)],
        cookie: &str,
    ) -> Option<(u16, String)> {
        let (head, body) = self.form(page, function, fields, cookie);
        let answer = self.exchange(&(head + &body)).await?;
        Some((status(&answer), answer))
    }

    /// Sends a form but for its body's last letter, and waits until the server reads the body.
    pub async fn begin_post(&self, page: &str, function: &str, fields: &[(&str, &str)]) -> Begun {
        const GO_ON: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
        let (head, body) = self.form(page, function, fields, "");
        let head = head.replacen("\r\n", "\r\nExpect: 100-continue\r\n", 1);
        let mut stream = TcpStream::connect(self.address).await.expect("it listens");
        stream.write_all(head.as_bytes()).await.expect("it reads");
        let mut answer = [0; GO_ON.len()];
        timeout(PATIENCE, stream.read_exact(&mut answer)).await.expect("it begins in time").expect("an answer");
        assert_eq!(answer, GO_ON, "{}", String::from_utf8_lossy(&answer));
        let (sent, rest) = body.split_at(body.len() - 1);
        stream.write_all(sent.as_bytes()).await.expect("it reads");
        Begun { stream, rest: rest.to_owned() }
    }

    /// Waits until it lets nobody new in.
    pub async fn closed(&self) {
        let closed = async {
            while TcpStream::connect(self.address).await.is_ok() {
                sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(PATIENCE, closed).await.expect("it closes in time");
    }

    fn form(&self, page: &str, function: &str, fields: &[(&str, &str)], cookie: &str) -> (String, String) {
        let mut form = form_urlencoded::Serializer::new(String::new());
        let body = form.append_pair("__fn", function).extend_pairs(fields).finish();
        let head = format!(
            "POST {page} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Sec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\nContent-Length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        (head, body)
    }

    async fn exchange(&self, request: &str) -> Option<String> {
        let mut stream = TcpStream::connect(self.address).await.ok()?;
        stream.write_all(request.as_bytes()).await.ok()?;
        whole(stream).await
    }

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        let id = self.child.lock().expect("a lock").id().to_string();
        let sent = Command::new("kill").args([&format!("-{name}"), &id]).status().expect("kill is there");
        assert!(sent.success());
    }

    /// Tells it to end, and waits.
    pub async fn end(self) {
        self.signal("TERM");
        assert!(self.ended().await.success(), "{}", self.said());
    }

    /// Waits until it has ended by itself.
    pub async fn ended(&self) -> ExitStatus {
        let ended = async {
            loop {
                if let Some(status) = self.child.lock().expect("a lock").try_wait().expect("a process") {
                    return status;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, ended).await.expect("it ends in time")
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Ok(mut child) = self.child.lock() {
            _ = child.kill();
            _ = child.wait();
        }
    }
}

/// A request that is half sent.
pub struct Begun {
    stream: TcpStream,
    rest: String,
}

impl Begun {
    /// Sends the rest; gives the answer.
    pub async fn finish(mut self) -> String {
        self.stream.write_all(self.rest.as_bytes()).await.expect("the line holds");
        whole(self.stream).await.expect("an answer")
    }
}

/// The whole answer; nothing when it was cut off.
async fn whole(mut stream: TcpStream) -> Option<String> {
    let mut bytes = vec![];
    timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.ok()?.ok()?;
    let answer = String::from_utf8_lossy(&bytes).into_owned();
    answer.contains("\r\n\r\n").then_some(answer)
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default()
}

fn listen(from: impl Read + Send + 'static, said: Arc<Mutex<String>>) {
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            said.lock().expect("a lock").push_str(&(line + "\n"));
        }
    });
}

fn free_address() -> SocketAddr {
    std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port")
}
