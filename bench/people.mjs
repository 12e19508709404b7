/** Each user is one in 7 names, one in 10 × 15 × 12 Korean or 5 × 4 Latin nicknames, one in 3 mail providers; the first twentieth are veterans. */
export const PEOPLE = `
  INSERT INTO users (id, username, username_key, nickname, email, email_verified, created_at)
  SELECT gen_random_uuid(), name, name, nickname, name || '@' || (ARRAY['example.com', 'naver.com', 'gmail.com'])[1 + n % 3],
    true, timestamptz '2020-01-01' + n * interval '1 minute' + interval '0.000123 s'
  FROM generate_series(1, $1::int) AS n,
    LATERAL (SELECT (ARRAY['minsu', 'jiwoo', 'alice', 'robert', 'seoyeon', 'charlotte', 'dev'])[1 + n % 7]
      || (ARRAY['', '.', '_', '-'])[1 + n / 7 % 4] || n AS name) AS a,
    LATERAL (SELECT CASE WHEN n % 2 = 0
      THEN (ARRAY['김', '이', '박', '최', '정', '강', '조', '윤', '장', '임'])[1 + n / 2 % 10]
        || (ARRAY['민', '서', '지', '하', '도', '예', '시', '주', '건', '유', '현', '수', '은', '우', '연'])[1 + n / 20 % 15]
        || (ARRAY['준', '윤', '영', '아', '수', '진', '현', '원', '서', '빈', '호', '훈'])[1 + n / 300 % 12]
      ELSE (ARRAY['Minsu', 'Alice', 'Bob', 'Zoë', 'Charlotte'])[1 + n % 5] || ' ' || (ARRAY['Kim', 'Lee', 'Smith', 'Park'])[1 + n / 5 % 4]
      END || CASE WHEN n <= $1::int / 20 THEN ' veteran' ELSE '' END AS nickname) AS b`;

/** Somebody no letter of whom is common. */
export const RARE = `
  INSERT INTO users (id, username, username_key, nickname, email, created_at)
  VALUES (gen_random_uuid(), 'quixotic', 'quixotic', '뷁쉙 퀵', 'quixotic@jazz.example', '2020-01-01')`;
