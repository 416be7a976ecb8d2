const API_KEY = 'your_api_key_here';
const BASE_URL = 'https://api-marketplace.devskin.com/api/v1';

async function fetchAPI(endpoint, params = {}) {
  const url = new URL(`${BASE_URL}/${endpoint}`);
  Object.entries(params).forEach(([key, val]) =>
    url.searchParams.append(key, val)
  );

  const response = await fetch(url, {
    headers: {
      'X-API-Key': API_KEY,
      'Content-Type': 'application/json'
    }
  });

  if (!response.ok) {
    throw new Error(`API error: ${response.status}`);
  }

  return response.json();
}

// List recent paid orders
const orders = await fetchAPI('orders', {
  status: 'paid',
  limit: '50',
  date_from: '2026-01-14'
});
console.log(`Found ${orders.data.total} orders`);

// Get revenue for last 30 days
const revenue = await fetchAPI('revenue', { period: '30d' });
console.log(`Total revenue: $${revenue.data.total}`);

// Get analytics overview
const analytics = await fetchAPI('analytics/overview');
console.log(`Total products: ${analytics.data.total_products}`);
