CREATE TABLE orders (
  id uuid PRIMARY KEY,
  total decimal(12,2
