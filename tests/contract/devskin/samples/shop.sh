# List paid orders from the last 30 days
curl -X GET \
  "https://api-marketplace.devskin.com/api/v1/orders?status=paid&date_from=2026-01-14&date_to=2026-02-13&limit=50" \
  -H "X-API-Key: your_api_key_here" \
  -H "Content-Type: application/json"

# Get revenue summary for the last 90 days
curl -X GET \
  "https://api-marketplace.devskin.com/api/v1/revenue?period=90d" \
  -H "X-API-Key: your_api_key_here"

# Get analytics overview
curl -X GET \
  "https://api-marketplace.devskin.com/api/v1/analytics/overview" \
  -H "X-API-Key: your_api_key_here"
