CREATE TABLE orders (
  id uuid PRIMARY KEY,
  total decimal(12,2) NOT NULL,
  placed timestamp
);

CREATE TABLE customers (id int);
